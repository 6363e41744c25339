import type { Trace } from '../trace/types.js'
import { findCashOut } from './find-cash-out.js'
import { findCommonControl } from './find-common-control.js'
import { findCycles } from './find-cycles.js'
import { findGatherScatter } from './find-gather-scatter.js'
import { findLayers } from './find-layers.js'
import { findMerges } from './find-merges.js'
import { findPassThrough } from './find-pass-through.js'
import { findPeelChains } from './find-peel-chains.js'
import { findScatterGather } from './find-scatter-gather.js'
import { findSplits } from './find-splits.js'
import { findStructuring } from './find-structuring.js'
import type { Shapes, ShapesOptions } from './shapes.js'

/**
 * Every shape of laundering in a trace, each as its own function finds it, over one index of the traced money.
 *
 * @throws FundtrailError 'bad-option'
 */
export function findShapes(trace: Trace, options: ShapesOptions = {}): Shapes {
  return {
    splits: findSplits(trace, options?.splits),
    merges: findMerges(trace, options?.merges),
    passThrough: findPassThrough(trace, options?.passThrough),
    cycles: findCycles(trace, options?.cycles),
    scatterGather: findScatterGather(trace, options?.scatterGather),
    gatherScatter: findGatherScatter(trace, options?.gatherScatter),
    peelChains: findPeelChains(trace, options?.peelChains),
    layers: findLayers(trace, options?.layers),
    structuring: findStructuring(trace, options?.structuring),
    cashOut: findCashOut(trace),
    commonControl: findCommonControl(trace, options?.commonControl),
  }
}
