/** Whether an account id is an IBAN: its form, and its check digits (ISO 13616, by ISO 7064 mod 97-10). */
export function isIban(id: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(id)) return false
  let rest = 0
  for (const character of id.slice(4) + id.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
