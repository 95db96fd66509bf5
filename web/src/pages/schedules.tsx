/** The page of what is started by itself, and of the text messages. */
import { loadSchedules } from '../features/schedules/load';
import { ScheduleList } from '../features/schedules/schedules';
import { Spreadsheet } from '../features/schedules/spreadsheet';
import { TextMessages } from '../features/schedules/text-messages';
import { startShell } from '../features/shell/shell';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(
  <>
    <ScheduleList />
    <TextMessages />
    <Spreadsheet />
  </>,
  find('#schedules-page', HTMLElement),
);
loadSchedules();
