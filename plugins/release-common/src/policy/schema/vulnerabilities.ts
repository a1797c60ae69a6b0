import { z } from 'zod';
import { share } from '../../contracts/primitives';

const severity = z.enum(['critical', 'high', 'medium', 'low']);
export type Severity = z.infer<typeof severity>;

/** All that a line says must be true of one and the same vulnerability. */
export const vulnerabilityClause = z
  .strictObject({
    severity: severity.optional(),
    /** CVSS base score, 0 to 10; an unknown figure is not at least anything. */
    cvssAtLeast: z.number().min(0).max(10).optional(),
    /** EPSS probability, 0 to 1. */
    epssAtLeast: share.optional(),
    epssMissing: z.literal(true).optional(),
    /** On CISA's list of vulnerabilities known to be exploited. */
    kev: z.literal(true).optional(),
    /** Neither a severity nor a CVSS figure was given. */
    unrated: z.literal(true).optional(),
  })
  .refine(clause => Object.values(clause).some(v => v !== undefined), {
    message:
      'says nothing; name severity, cvssAtLeast, epssAtLeast, epssMissing, kev or unrated',
  })
  .refine(clause => !(clause.epssMissing && clause.epssAtLeast !== undefined), {
    message: 'cannot hold: an EPSS figure that is missing is not at least one',
  });
export type VulnerabilityClause = z.infer<typeof vulnerabilityClause>;

/** How vulnerabilities and excuses for them are taken. */
export const vulnerabilitiesSection = z
  .strictObject({
    /** What one counts as for which neither severity nor CVSS is given. */
    unratedCountsAs: severity,
    /** A VEX statement older than this excuses nothing. */
    vexMaxAgeDays: z.number().positive().max(3650),
  })
  .default({ unratedCountsAs: 'high', vexMaxAgeDays: 365 });
