/** With fewer points neither their spread nor their autocorrelation is known. */
export const LEAST_POINTS = 5;
