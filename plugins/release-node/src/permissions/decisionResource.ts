import { RELEASE_DECISION_RESOURCE } from '@adaptive-delivery/plugin-release-common';
import { createPermissionResourceRef } from '@backstage/plugin-permission-node';

/** What the permission rules look at. */
export type DecisionResource = {
  id: string;
  /** The component that is released. */
  entityRef: string;
  /** Its owner in the catalog; null when it names none. */
  owner: string | null;
  /** Of a bundle, the owners of its parts. */
  partOwners?: readonly string[];
  /** 0 to 100. */
  riskScore: number;
  /** Users of the catalog who are known to have written part of the change. */
  authors: readonly string[];
};

/** One condition of a permission rule, as decide's store filters by it. */
export type DecisionQuery =
  | { kind: 'ownedBy'; claims: readonly string[] }
  | { kind: 'notWrittenBy'; userRef: string }
  | { kind: 'riskBelow'; score: number };

/** Decisions, for the permission framework: `release-decision` of `release-decision`. */
export const decisionResourceRef = createPermissionResourceRef<
  DecisionResource,
  DecisionQuery
>().with({
  pluginId: 'release-decision',
  resourceType: RELEASE_DECISION_RESOURCE,
});
