#!/usr/bin/env node
// Entry of the lab's world: `node packages/lab/bin/world.cjs --port 7010 --data data/lab`.
require('@backstage/cli-node/config/nodeTransform.cjs');
require('../src/world/main');
