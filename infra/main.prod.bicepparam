// Production: replicas in three zones and in a second region, an instance kept warm, somebody to be told.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'serverlesstx-prod')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param maximumInstances = 200
param alwaysReadyForDurable = 2
param storageSku = 'Standard_GZRS'
param logRetentionDays = 90
