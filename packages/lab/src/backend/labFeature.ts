import { domainClockServiceRef } from '@adaptive-delivery/plugin-release-node';
import {
  coreServices,
  createBackendFeatureLoader,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { HistoryMarker } from '../history/HistoryMarker';
import { PAST_HOURS } from '../history/script';
import { LabClock } from './LabClock';
import { createLabRootHealthFactory } from './LabRootHealth';
import { createLabPlugin } from './labPlugin';
import { LabProgress } from './LabProgress';
import { readLabOptions } from './readLabOptions';
import { createLabRolloutModule } from './rolloutModule';

const HOUR_MS = 60 * 60 * 1000;
/** Until the first release of the past; nothing happens by then. */
const PACE_AT_START = 60;

/**
 * The lab's part of a portal; nothing without `lab.url` in the configuration.
 * At the first start the domain clock begins in the past, from the first
 * moment on, so that no backend ever notes a time it later lies before.
 */
export const labFeature = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  *loader({ config }) {
    const lab = readLabOptions(config);
    if (!lab) return;
    const wasMade = new HistoryMarker(lab.dataFolder).wasMade();
    const pastStart = new Date(Date.now() - PAST_HOURS * HOUR_MS);
    const clock = wasMade
      ? LabClock.live()
      : LabClock.replay(pastStart, PACE_AT_START);
    const progress = new LabProgress(wasMade ? 'made' : 'making');

    yield createServiceFactory({
      service: domainClockServiceRef,
      deps: {},
      factory: () => clock,
    });
    yield createLabRootHealthFactory(progress);
    yield createLabRolloutModule({ url: lab.url });
    yield createLabPlugin({ lab, clock, progress, pastStart });
  },
});
