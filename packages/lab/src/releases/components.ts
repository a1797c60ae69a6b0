import {
  Artifact,
  OperatingSystem,
} from '@adaptive-delivery/plugin-release-common';

/** How a component of the lab is built, as its build documents tell it. */
export type LabComponent = {
  name: string;
  /** Its deployment target, the part after `lab:`. */
  target: string;
  os: OperatingSystem;
  arch: string;
  repo: string;
  artifactName: (version: string) => string;
  signature: Artifact['signature'];
  compiler: string;
  tests: number;
  coverage: number;
  isKernelDriver: boolean;
};

export const labComponents: Record<string, LabComponent> = {
  'payments-service': {
    name: 'payments-service',
    target: 'payments-service',
    os: 'linux',
    arch: 'x86_64',
    repo: 'https://git.example.com/print-kiosk/payments-service',
    artifactName: version => `payments-service_${version}_amd64.deb`,
    signature: {
      kind: 'cosign',
      verified: true,
      subject: 'jenkins@print-kiosk.example.com',
    },
    compiler: 'gcc 14.2.0',
    tests: 412,
    coverage: 0.84,
    isKernelDriver: false,
  },
  'kiosk-firmware': {
    name: 'kiosk-firmware',
    target: 'kiosk-fleet',
    os: 'arm',
    arch: 'aarch64',
    repo: 'https://git.example.com/print-kiosk/kiosk-firmware',
    artifactName: version => `kiosk-firmware-${version}.mender`,
    signature: {
      kind: 'mender',
      verified: true,
      subject: 'print-kiosk release key 2026',
    },
    compiler: 'aarch64-linux-gnu-gcc 13.3.0',
    tests: 238,
    coverage: 0.71,
    isKernelDriver: false,
  },
  'printer-driver': {
    name: 'printer-driver',
    target: 'printer-driver',
    os: 'windows',
    arch: 'x86_64',
    repo: 'https://git.example.com/print-kiosk/printer-driver',
    artifactName: version => `printer-driver-${version}.cab`,
    signature: {
      kind: 'authenticode',
      verified: true,
      subject: 'CN=Print Kiosk Drivers',
    },
    compiler: 'MSVC 19.42',
    tests: 164,
    coverage: 0.66,
    isKernelDriver: true,
  },
};

export function componentRef(component: LabComponent): string {
  return `component:default/${component.name}`;
}
