import { isoOf } from '../../../core/time.ts';
import { pullSuite } from '../../../../test/contract/pull.ts';
import { workday } from './workday.ts';

const REPORT = '/ccx/service/customreport2/acme/ISU_Farmwatch/Workers';

pullSuite('Workday', {
  source: workday,
  access: (url) => ({ url: `${url}${REPORT}?Include_Terminated=1`, user: 'ISU_Farmwatch', password: 'secret' }),
  isAllowed: ({ headers }) => headers['authorization'] === `Basic ${Buffer.from('ISU_Farmwatch:secret').toString('base64')}`,
  isPaged: false,
  row: (nth, at) => ({ Employee_ID: `2100${nth}`, Primary_Work_Email: `kim${nth}@acme.example`, Hire_Date: isoOf(at).slice(0, 10) }),
  answer({ path, query }, rows) {
    if (path !== REPORT || query.get('format') !== 'json' || query.get('Include_Terminated') !== '1') return undefined;
    return { body: { Report_Entry: rows.map(({ raw }) => raw) } };
  },
});
