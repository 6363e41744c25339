import type { Caution } from '../freeze/types.js'

/** Cautions as a Chinese form says them; in English their codes stand. */
export const CAUTION_WORDS: Readonly<Record<Caution, string>> = {
  'already-frozen': '已被冻结',
  closed: '已销户',
  'victim-account': '另一被害人的账户',
  'joint-victims': '涉及多名被害人',
  'mostly-other-money': '余额多为其他资金',
  'possible-good-faith': '可能为善意取得',
  salary: '可能含工资',
  'no-statement': '无交易明细',
  'statement-ended': '明细未到截止时间',
  'rules-disagree': '各规则结果不一致',
  'inferred-opening': '期初余额系推算',
  'unseen-credit': '有来源不明的入账',
  gap: '余额不连续',
  'undecided-order': '先后顺序不能确定',
  limit: '追踪受限',
}
