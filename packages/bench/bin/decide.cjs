#!/usr/bin/env node
// `npm run bench:decide -- [--database sqlite|postgres|both] [--rate 200] …`
require('@backstage/cli-node/config/nodeTransform.cjs');
require('../src/decide/main');
