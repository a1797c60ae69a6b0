#!/usr/bin/env node
// `npm run bench:judge -- <folder>...`
require('@backstage/cli-node/config/nodeTransform.cjs');
require('../src/judge/main');
