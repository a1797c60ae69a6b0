import { VexFinding } from '../contracts';
import { Submission } from '../api';
import { Severity } from './schema/vulnerabilities';

/** How the last releases of the component into the environment turned out. */
export type ReleaseHistory = {
  /** How many releases the share is over; at least 1. */
  releases: number;
  recentFailureRate: number;
  daysSinceLastRelease: number;
};

/** Everything a policy may look at. */
export type Evidence = {
  submission: Submission;
  /** From the portal's own past; used where the pipeline sends none. */
  history?: ReleaseHistory;
  /** What the portal made of the VEX statements; without it nothing is excused. */
  vex?: readonly VexFinding[];
  /** What a vulnerability without severity and CVSS counts as; `high` unless given. */
  unratedCountsAs?: Severity;
};
