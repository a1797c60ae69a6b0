import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainLog } from './explain.mjs';

const startup = `{"level":"info","message":"Plugin initialization started"}
{"level":"error","message":"Plugin 'release-decision' threw an error during startup."}
/srv/portal/node_modules/@backstage/backend-app-api/src/x.ts:1
BackendStartupError: Backend startup failed due to the following errors:
  Plugin 'release-decision' startup failed; caused by PolicyError: policies/default/score.yaml, line 12: weights.lines must be a number
  Module 'release-policy' for plugin 'permission' startup failed; caused by InputError: adaptiveDelivery.roles.sre is no role
    at BackendInitializer.start (/srv/portal/x.ts:1:1)

Node.js v24.21.0
`;
const uncaught = `Loading config from MergedConfigSource{}
/srv/portal/node_modules/@backstage/config-loader/src/a.ts:4
      throw new Error(
            ^

Error: Failed to read config file at "/srv/portal/app-config.yaml", failed to read file data/pipeline-token
    at readConfigFile (/srv/portal/a.ts:1:1) {
  [cause]: undefined
}

Node.js v24.21.0
`;
const logged = `{"level":"info","message":"Listening on :7007"}
{"level":"error","message":"rollout loop failed: database is locked\\n    at x","plugin":"rollout"}
{"level":"info","message":"Shutting down"}
`;

for (const [title, log, expected] of [
  [
    'a failed startup',
    startup,
    [
      'release-decision: policies/default/score.yaml, line 12: weights.lines must be a number',
      'permission, release-policy: adaptiveDelivery.roles.sre is no role',
    ],
  ],
  [
    'an error that nobody caught',
    uncaught,
    [
      'Failed to read config file at "/srv/portal/app-config.yaml", failed to read file data/pipeline-token',
    ],
  ],
  [
    'the last error in the log',
    logged,
    ['rollout loop failed: database is locked'],
  ],
  [
    'plain words',
    'lab: cannot start: port 7010 is taken\n',
    ['lab: cannot start: port 7010 is taken'],
  ],
  ['silence', '', ['It said nothing.']],
]) {
  test(`what a log tells: ${title}`, () => {
    assert.deepEqual(explainLog(log), expected);
  });
}
