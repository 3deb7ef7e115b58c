import { defineDetector, type Reading } from '../../src/detect/detector.ts';
import { CROWD } from './crowd.ts';
import { picturesOf } from './driven.ts';
import { EVIDENCE } from './evidence.ts';
import { explain } from './explain.ts';
import { SETTINGS } from './settings.ts';
import { weightOf } from './weigh.ts';

export const remoteSessions = defineDetector({
  id: 'remote-sessions',
  version: 5,
  family: 'session',
  days: 28,
  question: 'Who drives the laptop?',
  technique: 'T1021',
  needs: ['session-connected'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  crowd: CROWD,
  detect(window, settings) {
    return picturesOf(window, settings).filter(({ days }) => days >= settings.minimumDays).map((picture): Reading => {
      const weight = weightOf(picture, settings);
      return {
        subject: picture.hire, ...(weight.llr > 0 ? { alongside: picture.others } : {}), llr: weight.llr, key: 'sessions',
        // That the laptop is driven by this tool is one fact, whoever tells it.
        shared: { facts: picture.tools.map((tool) => `tool/${tool}`), llr: weight.habit },
        newest: picture.sessions.reduce((latest, { last }) => Math.max(latest, last), -Infinity),
        ...explain(picture, weight, settings),
      };
    });
  },
});
