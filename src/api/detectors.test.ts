import { describe, expect, it } from 'vitest';
import { farmStory } from '../simulate/story.ts';
import type { DetectorsView, QueueView } from './contract.ts';
import { deskOver, eventsOf, judged } from './desk.fixture.ts';

describe('what closed cases say of detectors', () => {
  it('is counted for each that spoke in the case, and is too little to judge after one', async () => {
    const company = farmStory({ laptops: 3, others: 6, days: 12 });
    const { store, line } = await judged(company, await eventsOf(company));
    const desk = await deskOver(store, line);
    const analyst = await desk.as('analyst');
    const { id } = (await analyst.get('/api/queue')).json<QueueView>().rows.find(({ kind }) => kind === 'case')!;
    await analyst.act(id, { kind: 'close', reason: 'true', note: 'laptops taken back', revision: (await analyst.case(id)).revision });

    const view = (await (await desk.as('lead')).get('/api/detectors')).json<DetectorsView>();

    expect(view.all).toEqual({ opened: 1, decided: 1, closed: { 'true': 1, 'benign-true': 0, 'false': 0, 'duplicate': 0, 'not-evaluable': 0 } });
    const place = view.detectors.find(({ id: detector }) => detector === 'shared-place')!;
    expect(place).toMatchObject({ family: 'company', closings: { opened: 1, decided: 1 }, speaks: 3, muted: [] });
    const silent = view.detectors.filter(({ speaks }) => speaks === 0);
    expect(silent.length).toBeGreaterThan(0);
    expect(silent.map(({ closings }) => closings.opened)).toEqual(silent.map(() => 0));
    expect(view.detectors).toHaveLength(15);
  });

  it('is not for IT staff', async () => {
    const company = farmStory({ laptops: 3, others: 6, days: 12 });
    const { store, line } = await judged(company, []);
    const desk = await deskOver(store, line);

    expect((await (await desk.as('it')).get('/api/detectors')).json()).toEqual({ code: 'forbidden', message: 'Your role "it" may not read what closed cases say of detectors.' });
  });
});
