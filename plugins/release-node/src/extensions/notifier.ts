import { createExtensionPoint } from '@backstage/backend-plugin-api';

export type ReleaseNotice = {
  /** Stable: a notifier tells of a key once. */
  key: string;
  entityRef: string;
  severity: 'normal' | 'high' | 'critical';
  title: string;
  description: string;
  /** Path within the portal. */
  link: string;
};

/** Tells people; at least once under a stable key. */
export interface Notifier {
  readonly name: string;
  notify(notice: ReleaseNotice): Promise<void>;
}

export interface NotifierExtensionPoint {
  addNotifier(notifier: Notifier): void;
}

/** Further ways to tell people about rollouts, beside the portal's notifications. */
export const notifierExtensionPoint =
  createExtensionPoint<NotifierExtensionPoint>({ id: 'rollout.notifier' });
