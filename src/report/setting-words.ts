/** What each setting of a trace is, in Chinese; in a table its name stands behind, for that is what repeats the trace. */
export const SETTING_WORDS: ReadonlyMap<string, string> = new Map([
  ['library', '软件'],
  ['rule', '规则'],
  ['between', '被害人之间'],
  ['until', '截至'],
  ['maxLevel', '层级上限'],
  ['minAmount', '涉案金额下限'],
  ['maxPieces', '追踪份数上限'],
  ['coverage', '记录范围'],
  ['shortfall', '差额处理'],
  ['ties', '同时交易的次序'],
  ['timeZone', '时区'],
  ['stoppedAt', '停止追踪于'],
])
