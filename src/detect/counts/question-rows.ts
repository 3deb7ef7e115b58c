import { canonicalText, shortHash } from '../../core/canonical.ts';
import type { Day } from '../../core/time.ts';
import type { Counted, Question } from '../detector.ts';
import type { DayWhom } from '../people/whom.ts';
import type { DayCounts } from './day-counts.ts';
import { madeDays, type Made } from './made-days.ts';
import { rowViews, type Rows } from './row-views.ts';
import type { Stretch } from './stretch.ts';

interface MadeRows extends Made { readonly whom: DayWhom; /** Of a digest what was made, else a view of each row, made anew for each run. */ readonly rows: () => Rows }

export interface QuestionRows {
  /** Equal names, equal questions, however far back they look. */
  nameOf(question: Question): string;
  /** The rows of one question, day by day. */
  rowsOn(question: Question, stretch: Stretch, whomOn: (day: Day) => DayWhom): Promise<() => Rows>;
}

export function questionRows(counts: DayCounts): QuestionRows {
  const nameOf = questionNames();
  const viewsOf = rowViews(counts.nameIn);
  const rowsMade = madeDays<MadeRows>(counts);
  return {
    nameOf,
    async rowsOn(question, stretch, whomOn) {
      const name = nameOf(question);
      const counted = 'of' in question ? question.of : question;
      const found = await rowsMade({
        name, counted,
        holds: ({ whom }, day) => whom === whomOn(day),
        make(day, table, mark) {
          const whom = whomOn(day);
          const views = viewsOf(name, day, table, counted, whom);
          if (!('of' in question) || table.count === 0) return { mark, whom, rows: views, size: table.count };
          const made = question.make(views() as never, day) as unknown as Rows;
          return { mark, whom, rows: () => made, size: made.length };
        },
      }, stretch);
      return () => ([] as Rows[number][]).concat(...[...found.values()].map(({ rows }) => rows()));
    },
  };
}

/** Equal names, equal questions, however far back they look. Code has no text to compare, so a function is known by itself. */
function questionNames(): (question: Question) => string {
  const numbers = new Map<unknown, number>();
  const numberOf = (code: unknown): number => {
    const number = numbers.get(code) ?? numbers.size;
    numbers.set(code, number);
    return number;
  };
  const textOf = (counted: Counted): string =>
    canonicalText('step' in counted ? { where: counted.where, fields: counted.fields, step: numberOf(counted.step) } : { where: counted.where, by: counted.by, measure: counted.measure });
  return (question) => shortHash('of' in question ? `${numberOf(question.make)} ${textOf(question.of)}` : textOf(question));
}
