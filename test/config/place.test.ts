import { loadConfig } from '../../config';
import { isSettingName, uncheckedPlace } from '../../config/place';
import { SETTING_NAMES } from '../../config/settings';

test('every setting is recognised by its name', () => {
  expect(SETTING_NAMES.filter((name) => !isSettingName(name))).toEqual([]);
});

test.each([{}, { ARCHITECT_DATA_DIR: '' }, { ARCHITECT_DATA_DIR: 'elsewhere', TERM: 'xterm' }])(
  'with %j it is where the settings put it',
  (env) => {
    const { dataDir, port } = loadConfig(env);
    expect(uncheckedPlace(env)).toEqual({ dataDir, port });
  },
);

test('settings that are set are not passed over', () => {
  expect(uncheckedPlace({ PORT: 'abc' })).toBeUndefined();
  expect(uncheckedPlace({ ARCHITECT_LOG_LEVEL: 'loud' })).toBeUndefined();
});
