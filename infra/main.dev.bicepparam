// A developer's environment: one instance at a time is enough, and nothing is kept warm.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'serverlesstx-dev')
param maximumInstances = 40
param alwaysReadyForDurable = 0
param storageSku = 'Standard_LRS'
