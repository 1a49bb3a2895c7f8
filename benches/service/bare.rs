//! A server with nothing in it: hyper reads the request and sends bytes back.

use std::convert::Infallible;

use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, runtime::Runtime};

/// Serves until it is killed, with answers of the length given.
pub(crate) fn serve(length: usize) {
    let runtime = Runtime::new().expect("it runs");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("it listens");
        println!("{}", listener.local_addr().expect("it has an address"));
        let answer = Bytes::from(vec![b'x'; length]);
        loop {
            let (stream, _) = listener.accept().await.expect("it accepts");
            stream.set_nodelay(true).expect("it can be set");
            let answer = answer.clone();
            let respond = service_fn(move |request: Request<Incoming>| {
                let answer = answer.clone();
                async move {
                    let read = request.into_body().collect().await;
                    drop(read);
                    Ok::<_, Infallible>(Response::new(Full::new(answer)))
                }
            });
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), respond);
            tokio::spawn(async move { drop(connection.await) });
        }
    });
}
