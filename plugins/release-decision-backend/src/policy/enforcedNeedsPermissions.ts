import { PolicyCheck } from './loadBundle';

/**
 * Without the permission framework every signed-in person is allowed
 * everything, so nothing may act by itself on an approval then.
 */
export function enforcedNeedsPermissions(
  permissionsEnabled: boolean,
): PolicyCheck {
  return ({ enforcement }) => {
    if (permissionsEnabled) return [];
    const message =
      'enforced needs permission.enabled: true in app-config.yaml, else every signed-in person may approve and reject; or write advisory or shadow here';
    return [
      ...(enforcement.default === 'enforced'
        ? [{ keys: ['enforcement', 'default'], message }]
        : []),
      ...enforcement.rules.flatMap(({ mode }, index) =>
        mode === 'enforced'
          ? [{ keys: ['enforcement', 'rules', index, 'mode'], message }]
          : [],
      ),
    ];
  };
}
