// What a visitor's address means behind one origin. Runs in CloudFront before the cache (cloudfront-js-2.0).
function handler(event) {
  var request = event.request;
  var api = request.uri.match(/^\/api\/(citizen|console)(\/.*)$/);
  if (api) {
    request.uri = api[2];
    return request;
  }
  var last = request.uri.split("/").pop();
  if (request.uri === "/console" || (request.uri.startsWith("/console/") && !last.includes("."))) {
    request.uri = "/console/index.html";
  } else if (request.uri.endsWith("/")) {
    request.uri += "index.html";
  } else if (!last.includes(".")) {
    request.uri += "/index.html";
  }
  return request;
}
