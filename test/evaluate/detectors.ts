import {
  findCycles,
  findGatherScatter,
  findLayers,
  findMerges,
  findPeelChains,
  findScatterGather,
  findSplits,
  type Trace,
} from 'fundtrail'

/** The labelled attempts take days, not hours: one window for all families, set from their description alone. */
const within = { days: 10 }

/** Which function looks for a family: the transfers of each of its findings. */
export const DETECTORS: Record<string, (trace: Trace) => string[][]> = {
  'FAN-OUT': (trace) =>
    findSplits(trace, { within }).map(({ inflows, branches }) => [
      ...inflows,
      ...branches.flatMap(({ transfers }) => transfers),
    ]),
  'FAN-IN': (trace) =>
    findMerges(trace, { within }).map(({ branches }) => branches.flatMap(({ transfers }) => transfers)),
  CYCLE: (trace) => findCycles(trace, { within, maxLength: 16 }).map(({ transfers }) => transfers),
  'SCATTER-GATHER': (trace) => findScatterGather(trace, { within }).map(({ transfers }) => transfers),
  'GATHER-SCATTER': (trace) => findGatherScatter(trace, { within }).map(({ transfers }) => transfers),
  // A random walk hands money on, whether or not the amounts shrink.
  RANDOM: (trace) => findPeelChains(trace, { within, minLength: 2, minPeels: 0 }).map(({ transfers }) => transfers),
  BIPARTITE: (trace) => findLayers(trace, { within }).map(({ transfers }) => transfers),
  STACK: (trace) => findLayers(trace, { within }).map(({ transfers }) => transfers),
}
