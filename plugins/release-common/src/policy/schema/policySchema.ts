import { z } from 'zod';
import { text } from '../../contracts/primitives';
import { freezeWindowsSection } from './freeze';
import { modelSection } from './model';
import { profilesSection, samplingSection } from './profiles';
import {
  approvalsSection,
  coolDownSection,
  enforcementSection,
  gatesSection,
  onBadVerdictSection,
} from './rules';
import { bandsSection, scoreSection } from './score';
import { strategiesSection } from './strategies';
import { vulnerabilitiesSection } from './vulnerabilities';

/** A whole policy bundle, after the files were merged. */
export const policySchema = z.strictObject({
  /** What decisions name. */
  policy: z.strictObject({ name: text(100), version: text(100) }),
  score: scoreSection,
  bands: bandsSection,
  model: modelSection,
  gates: gatesSection,
  vulnerabilities: vulnerabilitiesSection,
  approvals: approvalsSection,
  strategies: strategiesSection,
  enforcement: enforcementSection,
  freezeWindows: freezeWindowsSection,
  onBadVerdict: onBadVerdictSection,
  coolDown: coolDownSection,
  sampling: samplingSection,
  profiles: profilesSection,
});
export type Policy = z.infer<typeof policySchema>;

export const policySections = Object.keys(policySchema.shape) as Array<
  keyof Policy
>;
