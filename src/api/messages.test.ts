import { expect, it } from 'vitest';
import { farmStory } from '../simulate/story.ts';
import type { MessagesView, Role } from './contract.ts';
import { deskOver, judged } from './desk.fixture.ts';

it('what was sent is for analysts and administrators', async () => {
  const company = farmStory({ laptops: 3, others: 6, days: 12 });
  const { store, line } = await judged(company, []);
  const view: MessagesView = { most: 200, receivers: [{ name: 'soc', kind: 'email', sentAt: 5, waiting: 0, troubles: [] }], messages: [] };
  const desk = await deskOver(store, line, { messages: async () => view });
  const asked = async (role: Role) => (await (await desk.as(role)).get('/api/messages')).json();

  expect(await asked('analyst')).toEqual(view);
  expect(await asked('admin')).toEqual(view);
  expect(await asked('lead')).toEqual({ code: 'forbidden', message: 'Your role "lead" may not read what was sent to whom.' });
  expect(await asked('it')).toMatchObject({ code: 'forbidden' });
});
