import { expect, it } from 'vitest';
import { farmStory } from '../simulate/story.ts';
import { muteJournal } from '../run/mutes.ts';
import type { QueueView } from './contract.ts';
import { deskOver, eventsOf, judged } from './desk.fixture.ts';

it('a muted detector is named above the queue, and in the sum of whom it is about', async () => {
  const company = farmStory({ laptops: 3, others: 6, days: 12 });
  const { store, line } = await judged(company, await eventsOf(company));
  const person = company.tables.people.find(({ hire_id: hire }) => hire === company.subjects[0])!;
  const desk = await deskOver(store, line);
  const analyst = await desk.as('analyst');
  const quiet = (await analyst.get('/api/queue')).json<QueueView>();
  await muteJournal(store).append({ kind: 'added', at: company.endsAt - 1, mute: { id: 'm-1', detector: 'remote-control-software', team: person.team!, until: '2026-12-31', owner: 'lee', reason: 'pairing' } });

  await line.run(company.endsAt);
  desk.news.publish({ event: 'run', asOf: company.endsAt });

  const queue = (await analyst.get('/api/queue')).json<QueueView>();
  expect(quiet.muted).toBe(undefined);
  expect(queue.muted).toEqual([expect.stringMatching(new RegExp(`^remote-control-software is muted for team ${person.team} until 2026-12-31 \\(lee: pairing\\): \\d findings? about \\d p`))]);
  const lines = (await analyst.case(queue.rows.find(({ kind }) => kind === 'case')!.id)).people.flatMap((one) => one.lines);
  expect(lines.filter(({ headline }) => headline.startsWith('Muted, adds 0: ')).map(({ adds }) => adds)).toContain(0);
  expect(lines.filter(({ kind, headline }) => kind === 'limit' && headline.includes('is muted for team')).map(({ adds }) => adds)).toContain(0);
});
