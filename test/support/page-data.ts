import { freezable, type Trace } from 'fundtrail'
import { caseDataOf } from '../../src/report/page/case-data.js'
import type { CaseData } from '../../src/report/page/data.js'
import type { HtmlOptions } from '../../src/report/types.js'
import { viewOf } from '../../src/report/view.js'

/** A trace as a page carries it. */
export function dataOf(trace: Trace, options: HtmlOptions = {}): CaseData {
  return caseDataOf(viewOf(trace, options), freezable(trace))
}
