import {
  BuildCase,
  Submission,
  systemsOf,
} from '@adaptive-delivery/plugin-release-common';
import { ModelDesk } from '../model';
import { PolicyInForce } from '../policy';
import { VexVerifier } from '../vex';
import { Places } from './Places';
import { checkProfiles } from './checkProfiles';

/** Gathers what the policy looks at beside what a pipeline sends. */
export class BuildCases {
  constructor(
    private readonly deps: {
      places: Places;
      vex: VexVerifier;
      models: Pick<ModelDesk, 'ask'>;
    },
  ) {}

  /** @throws NotFoundError and InputError as `Places.find`. */
  async of(
    submission: Submission,
    { policy }: PolicyInForce,
    now: Date,
  ): Promise<BuildCase> {
    const { buildInfo, environment } = submission;
    const { component } = buildInfo;
    const places = await this.deps.places.find({
      component,
      environment,
      systems: systemsOf(buildInfo),
    });
    checkProfiles(policy, component, places);
    const { vexMaxAgeDays, unratedCountsAs } = policy.vulnerabilities;
    const vex = await this.deps.vex.verify(submission, {
      maxAgeDays: vexMaxAgeDays,
      now,
    });
    const modelAnswer = await this.deps.models.ask(policy, {
      submission,
      vex,
      unratedCountsAs,
    });
    return { submission, places, vex, modelAnswer };
  }
}
