// The app on Flex Consumption. It reaches storage and Service Bus by its identity, and holds no secret but its function keys, which the
// platform makes.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param storageName string
param deploymentContainer string
param serviceBusName string
param applicationInsightsName string
param schedulerEndpoint string
param schedulerHub string
param maximumInstances int
param alwaysReadyForDurable int

var isScheduled = schedulerEndpoint != ''

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd finds the service by this tag.
  tags: union(tags, {
    'azd-service-name': 'app'
  })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyForDurable == 0
          ? []
          : [
              {
                name: 'durable'
                instanceCount: alwaysReadyForDurable
              }
            ]
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      {
        AzureWebJobsStorage__accountName: storage.name
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identityClientId
        ServiceBusConnection__fullyQualifiedNamespace: replace(replace(serviceBus.properties.serviceBusEndpoint, 'https://', ''), ':443/', '')
        ServiceBusConnection__credential: 'managedidentity'
        ServiceBusConnection__clientId: identityClientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
        TASKHUB_NAME: isScheduled ? schedulerHub : 'serverlesstx'
        SERVERLESSTX_RECOVERY_SCHEDULE: '0 * * * * *'
        SERVERLESSTX_TABLE: 'serverlesstx'
        SERVERLESSTX_SHARDS: '16'
        SERVERLESSTX_FAST_PATH: 'true'
        SERVERLESSTX_RECOVERY_GRACE: '90s'
        SERVERLESSTX_IDEMPOTENCY_KEY_TTL: '24h'
        SERVERLESSTX_RETENTION: ''
        SERVERLESSTX_HISTORY_TTL: '24h'
      },
      // host.json names the storage provider, and these override it for the host. The scale controller reads the file: see docs/azure.md.
      isScheduled
        ? {
            AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
            AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
            DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
          }
        : {}
    )
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
