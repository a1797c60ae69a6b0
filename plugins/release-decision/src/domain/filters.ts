import {
  DecisionState,
  decisionStates,
} from '@adaptive-delivery/plugin-release-common';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** What the table of the fleet is narrowed to, as the address holds it. */
export type Filters = {
  /** As it was typed: a name or an entity reference. */
  component: string;
  environment: string;
  state: DecisionState | '';
};

const isState = (value: string): value is DecisionState =>
  decisionStates.some(state => state === value);

/** The filters an address asks for; what it cannot be, it does not ask for. */
export function readFilters(parameters: URLSearchParams): Filters {
  const state = parameters.get('state') ?? '';
  return {
    component: parameters.get('component') ?? '',
    environment: parameters.get('environment') ?? '',
    state: isState(state) ? state : '',
  };
}

/** `payments-service` as `component:default/payments-service`; undefined for nothing. */
export function toEntityRef(typed: string): string | undefined {
  if (!typed.trim()) return undefined;
  try {
    return stringifyEntityRef(
      parseEntityRef(typed.trim(), {
        defaultKind: 'component',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    // Half-typed: asked for as it is, it finds nothing.
    return typed.trim();
  }
}
