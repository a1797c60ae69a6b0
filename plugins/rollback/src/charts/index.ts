import { lazy } from 'react';

// The drawing library is large, so it is loaded with the first chart.
export const LazyMetricChart = lazy(() => import('./MetricChart'));
export const LazyExposureChart = lazy(() => import('./ExposureChart'));
export { ChartFrame } from './ChartFrame';
