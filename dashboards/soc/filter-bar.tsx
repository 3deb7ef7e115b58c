import type { JSX, Ref } from 'preact';
import { PICKS, type FilterName, type Filters } from './views.ts';

/** Search and the lists to choose from. `Esc` in the search leaves it. */
export function FilterBar({ filters, says, searchRef, onChange, onLeave }: {
  readonly filters: Filters; readonly says: string; readonly searchRef: Ref<HTMLInputElement>; readonly onChange: (name: FilterName, value: string) => void; readonly onLeave: () => void;
}): JSX.Element {
  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => { event.preventDefault(); onLeave(); }}>
      <label class="search">
        <span class="unseen">Search people, cases, places, tools</span>
        <input
          ref={searchRef} class="field" type="search" maxLength={200} placeholder="Person, case, place or tool" value={filters.q}
          onInput={(event) => onChange('q', event.currentTarget.value)}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      {PICKS.map(({ name, says: label, choices }) => (
        <label class="pick" key={name}>
          {label}:{' '}
          <select value={filters[name]} onChange={(event) => onChange(name, event.currentTarget.value)}>
            {choices.map(({ value, says: text }) => <option key={value} value={value}>{text}</option>)}
          </select>
        </label>
      ))}
      <span class="push faint">{says}</span>
    </form>
  );
}
