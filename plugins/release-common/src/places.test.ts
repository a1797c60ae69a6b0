import { OperatingSystem } from './contracts/primitives';
import { Places, placesOf } from './places';

const COMMON = {
  'metric-labels': 'component="agent"',
  'analysis-profile': 'http-service',
};

const find = (
  annotations: Record<string, string>,
  systems: OperatingSystem[],
): Places =>
  placesOf({
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'agent',
        annotations: Object.fromEntries(
          Object.entries(annotations).map(([key, value]) => [
            `adaptive-delivery.io/${key}`,
            value,
          ]),
        ),
      },
    },
    environment: 'production',
    systems,
  });

const targets = (places: Places) =>
  Object.fromEntries(
    Object.entries(places).map(([os, { target }]) => [os, target]),
  );

describe('targets', () => {
  it.each<
    [string, Record<string, string>, OperatingSystem[], Record<string, string>]
  >([
    [
      'one annotation serves a component of one system',
      { 'target-production': 'lab:a' },
      ['windows'],
      { windows: 'lab:a' },
    ],
    [
      'each system has its own',
      {
        'target-production.linux': 'lab:l',
        'target-production.arm': 'lab:a',
      },
      ['arm', 'linux'],
      { arm: 'lab:a', linux: 'lab:l' },
    ],
    [
      "a system's own goes before the one for all",
      { 'target-production': 'lab:x', 'target-production.arm': 'lab:a' },
      ['arm'],
      { arm: 'lab:a' },
    ],
    [
      'the one for all serves the only system without its own',
      { 'target-production': 'lab:x', 'target-production.arm': 'lab:a' },
      ['arm', 'linux'],
      { arm: 'lab:a', linux: 'lab:x' },
    ],
  ])('%s', (_, annotations, systems, expected) => {
    expect(targets(find({ ...COMMON, ...annotations }, systems))).toEqual(
      expected,
    );
  });

  it.each<[string, Record<string, string>, OperatingSystem[], string]>([
    [
      'two systems share the one for all',
      { 'target-production': 'lab:x' },
      ['arm', 'linux'],
      'has artifacts for arm and linux, and each system needs a target of its own: it lacks the annotation adaptive-delivery.io/target-production.arm for production',
    ],
    [
      'one system has none',
      { 'target-production.linux': 'lab:l' },
      ['windows', 'linux'],
      'lacks the annotation adaptive-delivery.io/target-production.windows',
    ],
    [
      'the only system has none',
      { 'target-production.linux': 'lab:l' },
      ['windows'],
      'has artifacts for windows, but lacks the annotation adaptive-delivery.io/target-production.windows',
    ],
    [
      'two systems name the same one',
      { 'target-production.linux': 'lab:l', 'target-production.arm': 'lab:l' },
      ['arm', 'linux'],
      'names lab:l for arm (adaptive-delivery.io/target-production.arm) and for linux (adaptive-delivery.io/target-production.linux)',
    ],
    [
      'a target of a system cannot be read',
      { 'target-production.arm': 'nowhere' },
      ['arm'],
      'The annotation adaptive-delivery.io/target-production.arm of component:default/agent is "nowhere"; it must be <driver>:<name>',
    ],
    [
      'only another environment has targets',
      { 'target-staging.arm': 'lab:a' },
      ['arm'],
      'is not released into production: it lacks the annotation adaptive-delivery.io/target-production; it has a target for staging',
    ],
    [
      'there are none at all',
      {},
      ['arm'],
      'lacks the annotation adaptive-delivery.io/target-production in its catalog-info.yaml',
    ],
    [
      'the labels of a system cannot be read',
      { 'target-production': 'lab:a', 'metric-labels.arm': 'x' },
      ['arm'],
      'adaptive-delivery.io/metric-labels.arm cannot be read from "x" on',
    ],
  ])('%s: says what to write', (_, annotations, systems, words) => {
    expect(() => find({ ...COMMON, ...annotations }, systems)).toThrow(words);
  });
});

it('labels and profile are those of the system where it has its own', () => {
  expect(
    find(
      {
        ...COMMON,
        'target-production.linux': 'lab:l',
        'target-production.arm': 'lab:a',
        'metric-labels.arm': 'fleet="agent"',
        'analysis-profile.arm': 'device-fleet',
      },
      ['arm', 'linux'],
    ),
  ).toEqual({
    arm: {
      target: 'lab:a',
      metricLabels: { fleet: 'agent' },
      profileName: 'device-fleet',
    },
    linux: {
      target: 'lab:l',
      metricLabels: { component: 'agent' },
      profileName: 'http-service',
    },
  });
});
