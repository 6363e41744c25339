import type { CaseData } from './data.js'
import type { Format } from './format.js'
import { type Element, el } from './markup/element.js'

/** What the script of the page filters by; without it the form is not seen. */
export function toolbarOf(data: CaseData, { say, level }: Format): Element {
  const most = data.transfers.level.reduce((top, each) => Math.max(top, each), 1)
  const levels = Array.from({ length: most }, (_, at) => at + 1)
  const institutions = [...new Set(data.accounts.flatMap(({ institution }) => institution ?? []))].sort()
  return el(
    'form',
    { class: 'tools enhanced', id: 'tools', 'aria-label': say('filters') },
    el(
      'fieldset',
      { class: 'views' },
      el('legend', {}, say('view')),
      radio('flow', say('flowView'), true),
      radio('time', say('timeView'), false),
    ),
    labelled(say('leastAmount'), el('input', { name: 'least', inputmode: 'decimal', size: 10, placeholder: '0' })),
    labelled(
      say('levelFrom'),
      select(
        'levelFrom',
        levels.map((each) => [String(each), level(each)]),
        '1',
      ),
    ),
    labelled(
      say('levelTo'),
      select(
        'levelTo',
        levels.map((each) => [String(each), level(each)]),
        String(most),
      ),
    ),
    data.claims.length > 1
      ? labelled(
          say('claim'),
          select('claim', [['', say('all')], ...data.claims.map((id, at) => [String(at), id] as const)], ''),
        )
      : undefined,
    institutions.length > 1
      ? labelled(
          say('institution'),
          select(
            'institution',
            [['', say('all')], ...institutions.map((name, at) => [String(at + 1), name] as const)],
            '',
          ),
        )
      : undefined,
    el('button', { type: 'reset' }, say('reset')),
  )
}

function radio(value: string, text: string, isChosen: boolean): Element {
  return el(
    'label',
    {},
    el('input', { type: 'radio', name: 'view', value, ...(isChosen && { checked: 'checked' }) }),
    el('span', {}, text),
  )
}

function labelled(text: string, control: Element): Element {
  return el('label', {}, el('span', {}, text), ' ', control)
}

function select(name: string, choices: readonly (readonly [string, string])[], chosen: string): Element {
  return el(
    'select',
    { name },
    ...choices.map(([value, text]) => el('option', { value, ...(value === chosen && { selected: 'selected' }) }, text)),
  )
}
