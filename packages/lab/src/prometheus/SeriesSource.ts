import { Selector } from './parseSelector';

export type Labels = Readonly<Record<string, string>>;

/** A series as it can be seen at any time of a range. */
export type ReadableSeries = {
  /** With `__name__`. */
  labels: Labels;
  /** The value in force at a time (ms since 1970); undefined where there is none. */
  at(time: number): number | undefined;
};

/** Something that holds series. */
export interface SeriesSource {
  /** The series that match and may have samples between the times, in ms. */
  select(selector: Selector, start: number, end: number): ReadableSeries[];
}
