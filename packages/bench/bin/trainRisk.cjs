#!/usr/bin/env node
// `npm run bench:risk -- --train <qt….csv> <openstack….csv>`
require('@backstage/cli-node/config/nodeTransform.cjs');
require('../src/risk/train/main');
