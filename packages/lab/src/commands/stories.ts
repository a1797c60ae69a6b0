import { ReleaseStory } from '../releases/makeSubmission';
import { FaultProfile } from '../targets/faults';

type Story = Omit<ReleaseStory, 'version'>;

/** What `release:good` ships, in turn. */
export const goodStories: readonly Story[] = [
  {
    commits: [
      {
        message: 'Say which coin the machine is short of',
        author: 'Mira Lindqvist',
      },
      { message: 'Test the change drawer', author: 'Mira Lindqvist' },
    ],
    files: 7,
    lines: 236,
    subsystems: 2,
    experience: 330,
  },
  {
    commits: [
      {
        message: 'Answer repeated orders from the first one',
        author: 'Jonas Weber',
      },
    ],
    files: 4,
    lines: 118,
    subsystems: 1,
    experience: 52,
    isFix: true,
  },
  {
    commits: [
      {
        message: 'Take contactless payments up to 50 euros',
        author: 'Ines Duarte',
      },
      { message: 'Update the terminal library', author: 'Ines Duarte' },
    ],
    files: 15,
    lines: 541,
    subsystems: 3,
    experience: 29,
    dependenciesChanged: 1,
  },
];

/** What `release:bundle` ships: a driver and the firmware that it speaks to. */
export const bundleStories: ReadonlyArray<{
  component: string;
  story: Story;
}> = [
  {
    component: 'printer-driver',
    story: {
      commits: [
        { message: 'Speak protocol 4 to the kiosk', author: 'Tomas Okafor' },
        { message: 'Drop protocol 2', author: 'Tomas Okafor' },
      ],
      files: 9,
      lines: 312,
      subsystems: 2,
      experience: 140,
    },
  },
  {
    component: 'kiosk-firmware',
    story: {
      commits: [
        { message: 'Answer protocol 4 of the driver', author: 'Ines Duarte' },
      ],
      files: 6,
      lines: 187,
      subsystems: 1,
      experience: 88,
    },
  },
];

/** What `release:bad` ships: slow, and every fifth request fails. */
export const badStory: Story = {
  commits: [
    { message: 'Ask the bank before every print', author: 'Tomas Okafor' },
    { message: 'Drop the queue in front of the bank', author: 'Tomas Okafor' },
  ],
  files: 18,
  lines: 688,
  subsystems: 4,
  experience: 31,
  flakyTests: 2,
};

export const badFaults: FaultProfile = { latencyMs: 250, errorRate: 0.2 };
