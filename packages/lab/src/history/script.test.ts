import {
  decide,
  openingState,
  parseWith,
  placesOf,
  submission,
} from '@adaptive-delivery/plugin-release-common';
import { labEntities, labPolicy } from '../__testUtils__/repository';
import { badStory, goodStories } from '../commands/stories';
import { componentRef, labComponents } from '../releases/components';
import { makeSubmission, ReleaseStory } from '../releases/makeSubmission';
import { targetSpecs } from '../targets/catalog';
import { inFlightStory, PAST_HOURS, script, ScriptedRelease } from './script';

const policy = labPolicy();
const entities = labEntities();

function decideOn(name: string, story: ReleaseStory) {
  const component = labComponents[name];
  const body = makeSubmission({
    component,
    story,
    artifact: { sha256: 'a'.repeat(64), sizeBytes: 1_000 },
    runNumber: 7,
    finishedAt: new Date('2026-11-20T10:00:00Z'),
  });
  const entity = entities.find(
    e => e.kind === 'Component' && e.metadata.name === name,
  );
  if (!entity) throw new Error(`the catalog has no ${name}`);
  return decide({
    submission: parseWith(submission, 'submission', body),
    contentDigest: 'd'.repeat(64),
    policy,
    policyDigest: 'e'.repeat(64),
    places: placesOf({
      entity,
      environment: 'production',
      systems: [labComponents[name].os],
    }),
    now: new Date('2026-11-20T10:02:00Z'),
    decisionId: '6a6f0c1e-7c1b-4f0a-9a52-2b6a7c1d9e10',
  });
}

describe('the catalog of the lab', () => {
  it.each(Object.values(labComponents).map(c => [c.name, c] as const))(
    'sends %s to its target, with the labels of its series',
    (name, component) => {
      const { plan } = decideOn(name, { ...inFlightStory, version: '9.0.0' });
      expect(plan).toHaveLength(1);
      expect(plan[0]).toMatchObject({
        target: `lab:${component.target}`,
        os: component.os,
        metricLabels: { component: component.name },
      });
      const spec = targetSpecs.find(t => t.name === component.target);
      expect(spec).toMatchObject({ component: name, os: component.os });
    },
  );

  it('gives the guest every role, and each component an owner that is there', () => {
    const named = (kind: string) =>
      entities.filter(e => e.kind === kind).map(e => e.metadata.name);
    const [guest] = entities.filter(e => e.kind === 'User');
    expect(guest.spec?.memberOf).toEqual(['kiosk-team', 'sre', 'security']);
    for (const { spec } of entities.filter(e => e.kind === 'Component')) {
      expect(named('Group').map(n => `group:default/${n}`)).toContain(
        spec?.owner,
      );
      expect(named('System')).toContain(spec?.system);
    }
  });
});

describe('the script of the past', () => {
  it('is told in order and ends before the present', () => {
    const hours = script.map(release => release.atHour);
    expect(hours).toEqual([...hours].sort((a, b) => a - b));
    expect(hours[hours.length - 1]).toBeLessThan(PAST_HOURS);
    const names = script.map(r => `${r.component} ${r.story.version}`);
    expect(new Set(names).size).toBe(names.length);
  });

  /** Where the decision starts for the release to take its course. */
  const opening = ({ ends, approval }: ScriptedRelease) => {
    if (ends === 'blocked') return 'blocked';
    const asksPerson = approval || ends === 'awaitingApproval';
    return asksPerson ? 'awaitingApproval' : 'queued';
  };

  it.each(
    script.map(r => [`${r.component} ${r.story.version}`, r.ends, r] as const),
  )('decides %s so that it can end %s', (_, ends, release) => {
    const { state } = openingState(decideOn(release.component, release.story));
    expect(state).toBe(opening(release));
    expect(ends === 'rolledBack').toBe(release.faults !== undefined);
  });

  it('holds every way a release can end', () => {
    expect(new Set(script.map(release => release.ends))).toEqual(
      new Set([
        'promoted',
        'rolledBack',
        'rejected',
        'blocked',
        'awaitingApproval',
      ]),
    );
  });
});

describe('the releases of the commands', () => {
  it.each(
    [...goodStories, badStory, inFlightStory].map(s => [
      s.commits[0].message,
      s,
    ]),
  )('goes out by itself to an enforced component: %s', (_, story) => {
    for (const name of ['payments-service', 'kiosk-firmware']) {
      const decision = decideOn(name, {
        ...(story as Omit<ReleaseStory, 'version'>),
        version: '9.0.0',
      });
      expect(decision.candidate.component).toBe(
        componentRef(labComponents[name]),
      );
      expect(openingState(decision).state).toBe('queued');
    }
  });
});
