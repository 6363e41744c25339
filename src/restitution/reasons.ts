import type { EndCode } from '../trace/types.js'
import type { Basis, BasisShare, TracedCredit } from './types.js'

/** What a reason is given from. */
interface Finding {
  account: string
  shares: readonly BasisShare[]
  disagreements: readonly string[]
  credits: number
  unexplained: boolean
  traced: readonly TracedCredit[]
  /** By which endings money there was lost from sight. */
  lost: readonly EndCode[]
}

interface Reason {
  reason: string
  reasonZh: string
}

/** Why a basis applies, in English and in Chinese, with the figures that it hangs on. */
export function reasonFor(basis: Basis, finding: Finding): Reason {
  return REASONS[basis](finding)
}

const REASONS: Readonly<Record<Basis, (finding: Finding) => Reason>> = {
  'one-credit': ({ shares: [share], traced: [credit] }) => ({
    reason: `the account has one incoming record, ${credit?.transfer}, and what is left of it is traceable to ${share?.claim} alone`,
    reasonZh: `该账户仅有一笔汇（存）款记录（${credit?.transfer}），账户内剩余资金可直接溯源至被害人${share?.claim}`,
  }),
  traceable: ({ shares, credits, unexplained }) => ({
    reason: `the account has ${sources(credits, unexplained)}, and the share of ${listed(shares)} is the same under every rule compared: by their times the money is directly traceable`,
    reasonZh: `该账户有${credits}笔入账记录${unexplained ? '及来源不明的余额' : ''}，各规则下${listedZh(shares)}的剩余份额一致，按时间戳可直接溯源`,
  }),
  'pro-rata': ({ shares, disagreements, credits, unexplained }) => {
    const differing = shares.filter(({ claim }) => disagreements.includes(claim))
    const ranges = differing.map(({ claim, min, max }) => `${claim} ${min.toFixed()} to ${max.toFixed()}`)
    const rangesZh = differing.map(({ claim, min, max }) => `${claim}为${min.toFixed()}至${max.toFixed()}`)
    return {
      reason: `the account has ${sources(credits, unexplained)}, and the rules leave different shares (${ranges.join('; ')}): times do not tell whose money is left`,
      reasonZh: `该账户有${credits}笔入账记录${unexplained ? '及来源不明的余额' : ''}，不同规则下剩余份额不一致（${rangesZh.join('；')}），按时间戳不能直接溯源，应按比例返还`,
    }
  },
  'nothing-traced': ({ account }) => ({
    reason: `none of the rules leaves any traced money in ${account}`,
    reasonZh: `各规则下账户${account}内均无可溯源的涉案资金`,
  }),
  unknown: ({ account, lost }) => ({
    reason: `what became of the money in ${account} is not known up to the end of the trace (${lost.join(', ')}): ask for its statement first`,
    reasonZh: `账户${account}内资金的去向在追踪截止时间前不明（${lost.join('、')}），须先调取交易明细`,
  }),
}

function sources(credits: number, unexplained: boolean): string {
  const records = credits === 1 ? 'one incoming record' : `${credits} incoming records`
  return unexplained ? `${records} and money that none of them explains` : records
}

function listed(shares: readonly BasisShare[]): string {
  return shares.map(({ claim }) => claim).join(', ')
}

function listedZh(shares: readonly BasisShare[]): string {
  return shares.map(({ claim }) => claim).join('、')
}
