#!/usr/bin/env node
// `node packages/lab/bin/release.cjs good|bad|bundle [--again] [--target <component>]`
require('@backstage/cli-node/config/nodeTransform.cjs');
require('../src/commands/release');
