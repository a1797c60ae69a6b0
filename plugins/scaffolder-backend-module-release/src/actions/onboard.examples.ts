import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

const step = (name: string, input: object) =>
  stringify({
    steps: [{ id: 'onboard', action: 'release:onboard', name, input }],
  });

export const examples: TemplateExample[] = [
  {
    description: 'Onboard a Linux service',
    example: step('Make it releasable', {
      component: 'payments-service',
      owner: 'group:default/kiosk-team',
      target: 'kubernetes:production/payments',
      builds: [{ os: 'linux', arch: 'x86_64' }],
    }),
  },
  {
    description:
      'Onboard firmware and its Linux tools, judged as a device fleet',
    example: step('Make it releasable', {
      component: 'component:default/kiosk-firmware',
      owner: 'group:default/kiosk-team',
      system: 'print-kiosk',
      environment: 'production',
      target: 'mender:kiosks',
      metricLabels: 'component="kiosk-firmware",region="eu"',
      analysisProfile: 'device-fleet',
      builds: [
        { os: 'arm', arch: 'arm64' },
        { os: 'linux', arch: 'x86_64' },
      ],
      repoUrl: 'https://github.com/example/kiosk-firmware',
    }),
  },
  {
    description: 'Onboard one folder of the workspace, to be released by hand',
    example: step('Make it releasable', {
      component: 'printer-driver',
      owner: 'group:default/kiosk-team',
      environment: 'staging',
      analysisProfile: 'windows-driver',
      builds: [{ os: 'windows', arch: 'x64' }],
      targetPath: 'drivers/printer',
    }),
  },
];
