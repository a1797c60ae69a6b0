export { judge } from './judge';
export type { Judgement } from './judge';
export { compareDayOverDay } from './dayOverDay';
export type { DayOverDay } from './dayOverDay';
export { learnPodSpread } from './podSpread';
export type { PodNoise, PodSpread } from './podSpread';
export type { Looks } from './statistics/lookAlpha';
export { perArm } from './types';
export type { Evidence, MetricEvidence, PerArm, SeriesAnswer } from './types';
