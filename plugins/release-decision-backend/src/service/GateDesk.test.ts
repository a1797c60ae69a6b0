import { RiskDecision } from '@adaptive-delivery/plugin-release-common';
import { systemClock } from '@adaptive-delivery/plugin-release-node';
import { DecisionStore, GateView } from '../database';
import { GateDesk } from './GateDesk';

const decision = {
  enforcement: 'enforced',
  blockedBy: [],
  approvals: { required: [], given: [] },
} as unknown as RiskDecision;

/** A store that counts how often it is asked. */
function fakeStore(states: Record<string, GateView['state']>) {
  const asked: string[][] = [];
  const gateViews: DecisionStore['gateViews'] = async ids => {
    asked.push([...ids]);
    return ids
      .filter(id => states[id])
      .map(id => ({
        id,
        state: states[id],
        stateReason: `It is ${states[id]}.`,
        releaseAfter: null,
        quarantined: null,
        entityRef: 'component:default/x',
        decision,
      }));
  };
  return { asked, states, gateViews };
}

function deskOver(store: ReturnType<typeof fakeStore>) {
  return new GateDesk({
    store: store as unknown as DecisionStore,
    clock: systemClock,
    urlOf: ({ entityRef }) => `http://portal/${entityRef}`,
  });
}

const forever = () => new AbortController().signal;
const someTime = () => new Promise(resolve => setImmediate(resolve));

it('answers at once what is not to be held, and what may not wait', async () => {
  const desk = deskOver(fakeStore({ a: 'queued', b: 'awaitingApproval' }));
  expect(await desk.ask('a', 25, forever())).toEqual({
    answer: 'proceed',
    decisionId: 'a',
    state: 'queued',
    words: 'It is queued.',
    url: 'http://portal/component:default/x',
  });
  expect((await desk.ask('b', 0, forever())).answer).toBe('hold');
  await expect(desk.ask('c', 25, forever())).rejects.toThrow(
    'There is no decision c',
  );
});

it('asks the database once for all who wait, and not at all for nobody', async () => {
  const store = fakeStore({ a: 'awaitingApproval', b: 'awaitingApproval' });
  const desk = deskOver(store);
  await desk.poll();
  expect(store.asked).toEqual([]);

  const waiting = ['a', 'a', 'b'].map(id => desk.ask(id, 25, forever()));
  await someTime();
  store.asked.length = 0;
  await desk.poll();
  expect(store.asked).toEqual([['a', 'b']]);

  store.states.a = 'queued';
  await desk.poll();
  expect((await Promise.all(waiting.slice(0, 2))).map(g => g.answer)).toEqual([
    'proceed',
    'proceed',
  ]);
  store.states.b = 'rejected';
  await desk.poll();
  expect((await waiting[2]).answer).toBe('rejected');
  store.asked.length = 0;
  await desk.poll();
  expect(store.asked).toEqual([]);
});

it('holds no longer than asked', async () => {
  const desk = deskOver(fakeStore({ a: 'awaitingApproval' }));
  expect(await desk.ask('a', 0.02, forever())).toMatchObject({
    answer: 'hold',
  });
});

it('forgets who is gone, and still serves who came after', async () => {
  const store = fakeStore({ a: 'awaitingApproval' });
  const desk = deskOver(store);
  const gone = new AbortController();
  const first = desk.ask('a', 25, gone.signal);
  await someTime();
  gone.abort();
  expect((await first).answer).toBe('hold');

  const second = desk.ask('a', 25, forever());
  await someTime();
  gone.abort();
  store.states.a = 'queued';
  await desk.poll();
  expect((await second).answer).toBe('proceed');
});

it('sends everybody away when the process stops', async () => {
  const desk = deskOver(fakeStore({ a: 'awaitingApproval' }));
  const waiting = desk.ask('a', 25, forever());
  await someTime();
  await desk.close();
  expect((await waiting).answer).toBe('hold');
  expect((await desk.ask('a', 25, forever())).answer).toBe('hold');
});
