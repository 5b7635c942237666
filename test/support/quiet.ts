import { DefaultLogger, Runtime, makeTelemetryFilterString } from '@temporalio/worker';

// Before any worker or connection of the process; what the SDK tells on its way would bury a failing test.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
});
