// Everything the app needs, in a resource group of its own: deleting the group takes all of it away.
targetScope = 'subscription'

@minLength(1)
@maxLength(24)
@description('The environment\'s name, as azd has it: every name below is derived from it.')
param environmentName string

@description('Where everything stands. Flex Consumption is not in every region.')
param location string = deployment().location

@description('The most instances that run at once.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 100

@description('Instances that are kept warm for orchestrations and activities.')
@minValue(0)
@maxValue(20)
param alwaysReadyForDurable int = 1

@description('Who is told when something needs a person. None: alerts fire and nobody is told.')
param alertEmail string = ''

@description('azurestorage keeps orchestrations in the storage account; scheduler in a Durable Task Scheduler.')
@allowed([
  'azurestorage'
  'scheduler'
])
param durableBackend string = 'azurestorage'

@description('How long logs and traces are kept, in days.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Replicas of the storage account: evidence is no more durable than this.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GZRS'
])
param storageSku string = 'Standard_ZRS'

var tags = {
  'azd-env-name': environmentName
}
var token = uniqueString(subscription().id, environmentName, location)

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  name: 'identity'
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: {
    name: token
    location: location
    tags: tags
    retentionDays: logRetentionDays
    publisherId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  name: 'storage'
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    sku: storageSku
    principalId: identity.outputs.principalId
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  scope: group
  name: 'service-bus'
  params: {
    name: 'sb-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module scheduler 'modules/scheduler.bicep' = if (durableBackend == 'scheduler') {
  scope: group
  name: 'scheduler'
  params: {
    name: 'dts-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module app 'modules/function-app.bicep' = {
  scope: group
  name: 'function-app'
  params: {
    name: 'func-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    deploymentContainer: storage.outputs.deploymentContainer
    serviceBusName: serviceBus.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    schedulerEndpoint: durableBackend == 'scheduler' ? scheduler!.outputs.endpoint : ''
    schedulerHub: durableBackend == 'scheduler' ? scheduler!.outputs.hubName : ''
    maximumInstances: maximumInstances
    alwaysReadyForDurable: alwaysReadyForDurable
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  name: 'alerts'
  params: {
    name: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    serviceBusId: serviceBus.outputs.id
    email: alertEmail
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output FUNCTION_APP_NAME string = app.outputs.name
output FUNCTION_APP_URL string = app.outputs.url
output SERVICE_BUS_NAMESPACE string = serviceBus.outputs.name
