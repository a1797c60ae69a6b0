import {
  DecisionState,
  decisionStates,
} from '@adaptive-delivery/plugin-release-common';
import {
  EarlierDecision,
  whyNotAlone,
  whyNotInBundle,
} from './earlierDecision';

const earlier = (
  state: DecisionState,
  more: Partial<EarlierDecision> = {},
): EarlierDecision => ({
  component: 'component:default/driver',
  buildId: 'driver-1',
  decisionId: 'd-1',
  state,
  stateReason: 'Because.',
  isHeld: false,
  bundle: null,
  ...more,
});

const inBundle = { bundle: 'print-kiosk 1' };

/** State of the earlier decision: whether the build may come in a bundle now. */
const table: Record<DecisionState, { alone: boolean; inBundle: boolean }> = {
  decided: { alone: true, inBundle: true },
  blocked: { alone: true, inBundle: true },
  awaitingApproval: { alone: true, inBundle: true },
  queued: { alone: false, inBundle: false },
  releasing: { alone: false, inBundle: false },
  frozen: { alone: false, inBundle: false },
  promoted: { alone: false, inBundle: false },
  rolledBack: { alone: false, inBundle: true },
  rejected: { alone: false, inBundle: true },
  expired: { alone: true, inBundle: true },
  superseded: { alone: true, inBundle: true },
};

it.each(decisionStates)(
  'a build that is %s comes in a bundle or not',
  state => {
    expect(whyNotInBundle(earlier(state)) === null).toBe(table[state].alone);
    expect(whyNotInBundle(earlier(state, inBundle)) === null).toBe(
      table[state].inBundle,
    );
  },
);

const free: DecisionState[] = [
  'decided',
  'blocked',
  'rolledBack',
  'rejected',
  'expired',
  'superseded',
];

it.each(decisionStates)(
  'a build of a bundle that is %s comes alone or not',
  state => {
    expect(whyNotAlone(earlier(state, inBundle)) === null).toBe(
      free.includes(state),
    );
  },
);

it('what a freeze window holds back gives way like what waits for people', () => {
  expect(whyNotInBundle(earlier('queued', { isHeld: true }))).toBeNull();
  expect(whyNotInBundle(earlier('queued'))).toBe(
    'Build driver-1 of component:default/driver is on its way already, by itself (decision d-1, queued: Because.). Wait until that has ended',
  );
});
