type Segment = { from: number; to: number; first: number; last: number };

function swap(a: Float64Array, i: number, j: number) {
  [a[i], a[j]] = [a[j], a[i]];
}

/** Splits a[from..to] about the median of three; gives where the halves end. */
function partition(a: Float64Array, from: number, to: number) {
  const middle = (from + to) >> 1;
  if (a[from] > a[middle]) swap(a, from, middle);
  if (a[to] < a[middle]) {
    swap(a, to, middle);
    if (a[from] > a[middle]) swap(a, from, middle);
  }
  const pivot = a[middle];
  let low = from;
  let high = to;
  for (;;) {
    do high--;
    while (a[high] > pivot);
    do low++;
    while (a[low] < pivot);
    if (low > high) return { endOfLeft: high, startOfRight: low };
    swap(a, low, high);
  }
}

/**
 * Puts the wanted positions (1-based) in order, and only those.
 *
 * Source: J. M. Chambers, "Algorithm 410: Partial Sorting", CACM 14 (1971)
 * 357-358, which asks for `wanted` in ascending order.
 */
function partialSort(a: Float64Array, wanted: readonly number[]) {
  const segments: Segment[] = [
    { from: 1, to: a.length - 1, first: 0, last: wanted.length - 1 },
  ];
  for (let next = segments.pop(); next; next = segments.pop()) {
    const { from, to, first, last } = next;
    if (first > last || from >= to) continue;
    if (to - from <= 10) {
      a.set(a.slice(from, to + 1).sort(), from);
      continue;
    }
    const { endOfLeft, startOfRight } = partition(a, from, to);
    let cut: number;
    if (endOfLeft - from <= to - startOfRight) {
      cut = last;
      while (cut >= first && wanted[cut] > endOfLeft) cut--;
    } else {
      cut = first - 1;
      while (cut < last && wanted[cut + 1] < startOfRight) cut++;
    }
    segments.push(
      { from, to: endOfLeft, first, last: cut },
      { from: startOfRight, to, first: cut + 1, last },
    );
  }
}

/**
 * What R's `stl()` takes for the median: it hands the two middle positions to
 * its partial sort in descending order, which that sort does not allow, and
 * for an even number of points gets another pair.
 */
export function middleSizeAsInR(sizes: Float64Array): number {
  const a = Float64Array.from([NaN, ...sizes]);
  const upper = (sizes.length >> 1) + 1;
  const lower = sizes.length - upper + 1;
  partialSort(a, [upper, lower]);
  return (a[upper] + a[lower]) / 2;
}
