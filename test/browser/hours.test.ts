import { expect, it } from 'vitest';
import { describeInBrowser } from './chromium.ts';
import { deskPages } from './desk-pages.ts';
import { shoot } from './screens.ts';

describeInBrowser('the pictures of hours under a time line', () => {
  const at = deskPages();
  const captions = (): Promise<readonly string[]> => at.page.locator('.hour-pictures figcaption').allInnerTexts();

  it('tell in words when work is done on the clock of the claimed home, and which days were dark', async () => {
    await at.open('/cases/C-31', 'analyst', 'svg.hours');

    expect(await captions()).toEqual([
      'Keyboard and pointer. On half of the days or more 18:30–21:30, 22:30–03:30, Chicago time. Of 6 days with something, and 1 dark day (hatched).',
      'Remote control, incoming. On half of the days or more 18:30–03:30, Chicago time. Of 6 days with something.',
      'Which clock fits the hours. Most likely UTC+8:30; 95 % together UTC+7:30 to UTC+9:30. Somebody in Chicago who works nights by choice gives nearly the same hours: hours alone settle nothing.',
    ]);
    expect(await at.page.locator('svg.hours').first().locator('title').textContent()).toContain('with the nights of the claim and of UTC+8:30 shaded');
  });

  it('show how likely each clock is, with the claim among them', async () => {
    await at.open('/cases/C-31', 'analyst', 'svg.offsets');
    const bars = await at.page.locator('svg.offsets rect').evaluateAll((all) => all.map((bar) => ({ likely: bar.classList.contains('f-ink'), height: Number(bar.getAttribute('height')) })));

    expect(bars.map(({ likely }) => likely)).toEqual([false, true, true, true, true, true, false, false]);
    expect(Math.max(...bars.map(({ height }) => height))).toBe(bars[3]!.height);
    expect(await at.page.locator('svg.offsets').innerHTML()).toContain('the claim, UTC−6: under 0.1 %');
  });

  it('draw what was dark hatched, never as zero, and stand one under the other in a narrow window', async () => {
    await at.open('/cases/C-31', 'analyst', 'svg.hours');
    const drawn = (picture: number) => at.page.locator('svg.hours').nth(picture).evaluate((svg) => ({ hatched: svg.querySelectorAll('rect[fill="url(#hatch)"]').length, bars: svg.querySelectorAll('rect.f-ink, rect.f-toward').length }));

    expect((await drawn(0)).hatched).toBe(48);
    expect((await drawn(1)).hatched).toBe(0);
    expect((await drawn(1)).bars).toBeGreaterThan(0);
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'hours-light');
    await at.page.emulateMedia({ colorScheme: 'dark' });
    expect(await at.faults()).toEqual([]);
    await shoot(at.page, 'hours-dark');
    await at.page.setViewportSize({ width: 720, height: 900 });
    const [first, second] = await at.page.locator('svg.hours').evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().left));
    expect(first).toBe(second);
    expect(await at.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  });
});
