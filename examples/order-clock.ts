import { freeze, ordersAt, renew, stopPayment } from 'fundtrail'

const stop = stopPayment('mule-1', '2026-03-01 10:00', { id: 'stop' })
const orders = [
  renew(stop, '2026-03-02 18:00'),
  freeze('mule-1', '2026-03-04 15:00', { id: 'freeze', amount: '100000.00' }),
]

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })
for (const now of ['2026-03-02 09:00', '2026-03-03 09:00', '2026-03-05 09:00', '2026-08-20', '2026-09-05']) {
  const { at, inForce, due } = ordersAt(orders, now)
  const holding = inForce.map(({ order, expires }) => `${order.id} until ${clock.format(expires)}`)
  const next = due.map(({ step, by }) => `${step} by ${clock.format(by)}`)
  console.log(`${clock.format(at)}  ${holding.join(', ') || 'nothing holds'}; due: ${next.join(', ')}`)
}
