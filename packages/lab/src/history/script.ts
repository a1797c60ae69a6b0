import { DecisionState } from '@adaptive-delivery/plugin-release-common';
import { ReleaseStory } from '../releases/makeSubmission';
import { FaultProfile } from '../targets/faults';

/** What a person of the story does, so many minutes after being asked. */
export type HumanAct = { afterMinutes: number; reason: string };

export type ScriptedRelease = {
  component: 'payments-service' | 'kiosk-firmware' | 'printer-driver';
  /** Hours after the beginning of the past. */
  atHour: number;
  story: ReleaseStory;
  /** What is wrong with it; nothing for a good release. */
  faults?: FaultProfile;
  /** How an approval is answered; without it the decision is left waiting. */
  approval?: HumanAct & { decision: 'approve' | 'reject' };
  /** What is done when the rollout pauses and asks a person. */
  whenPaused?: HumanAct & { control: 'abort' | 'resume' };
  /** The state of the decision when the release is over. */
  ends: DecisionState;
};

/** The past begins so long before the first start. */
export const PAST_HOURS = 6 * 24;

const mira = 'Mira Lindqvist';
const tomas = 'Tomas Okafor';
const ines = 'Ines Duarte';
const jonas = 'Jonas Weber';

/** The past of the print kiosks, oldest first. */
export const script: readonly ScriptedRelease[] = [
  {
    component: 'payments-service',
    atHour: 3.2,
    story: {
      version: '2.9.0',
      commits: [
        { message: 'Keep merchant settings for a minute', author: mira },
      ],
      files: 1,
      lines: 9,
      subsystems: 1,
      experience: 310,
    },
    ends: 'promoted',
  },
  {
    component: 'printer-driver',
    atHour: 7.5,
    story: {
      version: '4.1.0',
      commits: [
        { message: 'Report low ink before the tray is empty', author: jonas },
      ],
      files: 4,
      lines: 128,
      subsystems: 1,
      experience: 190,
    },
    approval: {
      decision: 'approve',
      afterMinutes: 22,
      reason: 'Tested on both printer models in the lab shop',
    },
    ends: 'promoted',
  },
  {
    component: 'kiosk-firmware',
    atHour: 21.9,
    story: {
      version: '5.3.0',
      commits: [
        { message: 'Wake the touch panel with the screen', author: ines },
        { message: 'Log the reason of every reboot', author: ines },
        { message: 'Update the touch controller library', author: tomas },
      ],
      files: 14,
      lines: 486,
      subsystems: 3,
      experience: 142,
      dependenciesChanged: 1,
    },
    ends: 'promoted',
  },
  {
    component: 'payments-service',
    atHour: 26.3,
    story: {
      version: '2.10.0',
      commits: [
        {
          message: 'Try a payment again when the bank answers 503',
          author: tomas,
        },
        { message: 'One connection pool for all banks', author: tomas },
      ],
      files: 19,
      lines: 734,
      subsystems: 4,
      experience: 18,
      flakyTests: 3,
      coverageDelta: -0.02,
    },
    faults: { latencyMs: 180, errorRate: 0.05 },
    ends: 'rolledBack',
  },
  {
    component: 'payments-service',
    atHour: 29.7,
    story: {
      version: '2.10.1',
      commits: [
        {
          message: 'Give each bank its own connection pool again',
          author: mira,
        },
        { message: 'Try a payment again at most twice', author: tomas },
      ],
      files: 7,
      lines: 163,
      subsystems: 2,
      experience: 312,
      isFix: true,
    },
    ends: 'promoted',
  },
  {
    component: 'printer-driver',
    atHour: 46.4,
    story: {
      version: '4.2.0',
      commits: [
        { message: 'Rewrite the port monitor', author: tomas },
        { message: 'Take the spooler lock later', author: tomas },
      ],
      files: 23,
      lines: 3_904,
      subsystems: 4,
      experience: 3,
      newStaticErrors: 6,
      flakyTests: 9,
      coverageDelta: -0.08,
      publicApi: true,
    },
    approval: {
      decision: 'reject',
      afterMinutes: 48,
      reason:
        'A rewrite of the port monitor needs a week in the test shop first, and six findings of the analysis are open',
    },
    ends: 'rejected',
  },
  {
    component: 'kiosk-firmware',
    atHour: 50.8,
    story: {
      version: '5.4.0',
      commits: [
        {
          message: 'Start the camera before the file system check',
          author: ines,
        },
        { message: 'Boot two seconds faster', author: ines },
      ],
      files: 11,
      lines: 392,
      subsystems: 3,
      experience: 144,
      flakyTests: 2,
    },
    faults: { errorRate: 0.14 },
    ends: 'rolledBack',
  },
  {
    component: 'payments-service',
    atHour: 54.1,
    story: {
      version: '2.11.0',
      commits: [
        { message: 'Print receipts as PDF', author: jonas },
        { message: 'Add a PDF library', author: jonas },
      ],
      files: 16,
      lines: 612,
      subsystems: 3,
      experience: 41,
      dependenciesChanged: 4,
      vulnerabilities: [
        {
          id: 'CVE-2026-48213',
          severity: 'critical',
          cvss: 9.8,
          epss: 0.41,
          fixedIn: 'pdfwriter 3.2.7',
        },
      ],
    },
    ends: 'blocked',
  },
  {
    component: 'payments-service',
    atHour: 70.6,
    story: {
      version: '2.11.1',
      commits: [
        { message: 'Take pdfwriter 3.2.7', author: jonas },
        { message: 'Print receipts as PDF', author: jonas },
      ],
      files: 17,
      lines: 618,
      subsystems: 3,
      experience: 43,
      dependenciesChanged: 4,
    },
    ends: 'promoted',
  },
  {
    component: 'printer-driver',
    atHour: 74.3,
    story: {
      version: '4.2.1',
      commits: [{ message: 'Send pages in blocks of 64 KiB', author: jonas }],
      files: 5,
      lines: 204,
      subsystems: 2,
      experience: 194,
    },
    faults: { errorRate: 0.07, latencyMs: 90 },
    approval: {
      decision: 'approve',
      afterMinutes: 15,
      reason: 'Small, and the shops ask for faster printing',
    },
    ends: 'rolledBack',
  },
  {
    component: 'kiosk-firmware',
    atHour: 94.9,
    story: {
      version: '5.4.1',
      commits: [
        {
          message: 'Check the file system before the camera starts',
          author: ines,
        },
      ],
      files: 5,
      lines: 118,
      subsystems: 2,
      experience: 147,
      isFix: true,
    },
    ends: 'promoted',
  },
  {
    component: 'payments-service',
    atHour: 99.4,
    story: {
      version: '2.12.0',
      commits: [
        { message: 'Move the metrics to the admin port', author: tomas },
        { message: 'Clean up the start script', author: tomas },
      ],
      files: 8,
      lines: 176,
      subsystems: 2,
      experience: 24,
      hasGaps: true,
    },
    faults: { noData: true },
    whenPaused: {
      control: 'abort',
      afterMinutes: 12,
      reason:
        'The admin port is closed in production, so nobody can see how this version does',
    },
    ends: 'rolledBack',
  },
  {
    component: 'payments-service',
    atHour: 102.7,
    story: {
      version: '2.12.1',
      commits: [
        {
          message: 'Give the metrics on the service port again',
          author: mira,
        },
      ],
      files: 2,
      lines: 22,
      subsystems: 1,
      experience: 316,
      isFix: true,
    },
    ends: 'promoted',
  },
  {
    component: 'printer-driver',
    atHour: 118.2,
    story: {
      version: '4.3.0',
      commits: [
        {
          message: 'Send pages in blocks that the printer asks for',
          author: jonas,
        },
        {
          message: 'Test block sizes against both printer models',
          author: mira,
        },
      ],
      files: 9,
      lines: 377,
      subsystems: 2,
      experience: 199,
    },
    approval: {
      decision: 'approve',
      afterMinutes: 34,
      reason: 'Two days without an error in the test shop',
    },
    ends: 'promoted',
  },
  {
    component: 'kiosk-firmware',
    atHour: 122.6,
    story: {
      version: '5.5.0',
      commits: [
        { message: 'New home screen', author: ines },
        { message: 'Draw thumbnails on the graphics processor', author: tomas },
        { message: 'Remove the old theme', author: ines },
        { message: 'Update the graphics driver', author: tomas },
      ],
      files: 38,
      lines: 2_610,
      subsystems: 6,
      experience: 152,
      dependenciesChanged: 3,
      publicApi: true,
    },
    ends: 'promoted',
  },
  {
    component: 'payments-service',
    atHour: 138.5,
    story: {
      version: '2.13.0',
      commits: [
        { message: 'Take vouchers', author: mira },
        { message: 'Show the remaining value of a voucher', author: mira },
        { message: 'Round down to whole cents', author: jonas },
      ],
      files: 12,
      lines: 455,
      subsystems: 3,
      experience: 321,
    },
    ends: 'promoted',
  },
  {
    component: 'printer-driver',
    atHour: 141.8,
    story: {
      version: '4.4.0',
      commits: [
        { message: 'Print borderless on 10 x 15 paper', author: jonas },
        { message: 'Read the paper size from the tray', author: jonas },
      ],
      files: 11,
      lines: 540,
      subsystems: 3,
      experience: 203,
      flakyTests: 1,
    },
    ends: 'awaitingApproval',
  },
];

/** What is put in flight when the portal is ready and nothing is. */
export const inFlightStory: Omit<ReleaseStory, 'version'> = {
  commits: [
    { message: 'Dim the screen when nobody is near', author: ines },
    { message: 'Read the proximity sensor twice a second', author: ines },
    { message: 'Save the brightness over a reboot', author: tomas },
  ],
  files: 13,
  lines: 421,
  subsystems: 3,
  experience: 155,
};
