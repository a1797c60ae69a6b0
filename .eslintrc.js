/**
 * The direction that the packages' imports must keep, in one place. Every
 * package's own configuration is merged with this one. The rule is that of the
 * TypeScript plugin because the packages set the core rule of the same name.
 */
const RULE = '@typescript-eslint/no-restricted-imports';
const OURS = '@adaptive-delivery/*';
const COMMON = '@adaptive-delivery/plugin-release-common';
const NODE = '@adaptive-delivery/plugin-release-node';
const REACT = '@adaptive-delivery/plugin-release-react';

/** Of our own packages, these files may import only `allowed`. */
function mayImport(files, allowed, message, alsoForbidden = []) {
  const own = {
    group: [OURS, ...allowed.map(name => `!${name}`)],
    message,
  };
  const others = alsoForbidden.length
    ? [{ group: alsoForbidden, message }]
    : [];
  return {
    files,
    rules: { [RULE]: ['error', { patterns: [own, ...others] }] },
  };
}

const BACKEND_LIBRARIES = ['@backstage/backend-*', '@backstage/plugin-*-node'];
const FRONTEND_LIBRARIES = [
  'react',
  'react-dom',
  '@backstage/core-components',
  '@backstage/core-plugin-api',
  '@backstage/frontend-*',
];

module.exports = {
  root: true,
  overrides: [
    mayImport(
      ['plugins/release-common/**'],
      [],
      'release-common stands alone and runs in the browser, the backend and the command line.',
      [...BACKEND_LIBRARIES, ...FRONTEND_LIBRARIES],
    ),
    mayImport(
      ['plugins/release-node/**'],
      [COMMON],
      'release-node sees release-common only; it is what backends share.',
      FRONTEND_LIBRARIES,
    ),
    mayImport(
      ['plugins/release-react/**'],
      [COMMON],
      'release-react sees release-common only; it is what frontends share.',
      BACKEND_LIBRARIES,
    ),
    mayImport(
      ['plugins/{release-decision,rollback,policy-admin}/**'],
      [COMMON, REACT],
      'A frontend sees release-common and release-react, never another frontend or a backend.',
      BACKEND_LIBRARIES,
    ),
    mayImport(
      ['plugins/*-backend/**', 'plugins/*-backend-module-*/**'],
      [COMMON, NODE],
      'A backend or a module sees release-common and release-node, never another backend; it calls them over HTTP.',
      FRONTEND_LIBRARIES,
    ),
    mayImport(
      ['packages/release-cli/**'],
      [COMMON],
      'The command line sees release-common only, so that it runs in any CI.',
      [...BACKEND_LIBRARIES, ...FRONTEND_LIBRARIES],
    ),
    mayImport(
      ['packages/lab/**'],
      [COMMON, NODE],
      'The lab meets the backends through extension points and HTTP only.',
      FRONTEND_LIBRARIES,
    ),
  ],
};
