#!/usr/bin/env node
// `npm run bench:risk -- <file.csv>`
require('@backstage/cli-node/config/nodeTransform.cjs');
require('../src/risk/main');
