//! What the command line answers, as tools for assistants: the Model Context
//! Protocol over standard input and output.
//!
//! Every tool only reads. None takes a default for a fact or a day: what is not
//! given comes back as a question, and what the rules assume is named. Every
//! answer has the paragraphs of the source that it rests on.

mod answers;
mod arguments;
mod book_pages;
mod outputs;
mod paragraphs;
mod tools;

use std::{io, sync::Arc};

use rmcp::{
    ErrorData, ServerHandler, ServiceExt as _,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
        ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig,
    },
    service::{RequestContext, RoleServer},
    transport::stdio_pipes,
};
use tokio::runtime::Builder;

use self::{arguments::Mistake, outputs::Output, tools::Tool};
use almoner_engine::book::Book;

/// What an assistant is to know before it calls a tool.
const INSTRUCTIONS: &str = "Prices and entitlements by a council's own rules. Give only facts \
    that the person stated: never guess one, and never guess the day. A missing fact comes back \
    in `questions`: ask the person, then call again with all facts. Amounts are exact, so repeat \
    them as they are. Name the paragraphs that an answer cites, what was assumed, and who \
    decides in the end.";

/// Serves a book until standard input ends.
///
/// # Errors
/// When standard input or output cannot be used.
pub fn run(book: Book) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let server = Server {
        book: Arc::new(book),
    };
    runtime.block_on(async {
        let running = server
            .serve(stdio_pipes())
            .await
            .map_err(io::Error::other)?;
        running.waiting().await.map_err(io::Error::other)?;
        Ok(())
    })
}

/// A book behind the protocol.
struct Server {
    book: Arc<Book>,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("almoner", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = Tool::ALL.iter().map(|tool| tool.described()).collect();
        Ok(ListToolsResult::with_all_items(tools))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = Tool::named(&request.name) else {
            let says = format!("there is no tool `{}`", request.name);
            return Err(ErrorData::invalid_params(says, None));
        };
        let arguments = request.arguments.unwrap_or_default();
        let called = tool.call(&self.book, arguments);
        Ok(called.map_or_else(mistaken, words_and_data).into())
    }
}

/// The words for the person, and the same as data.
fn words_and_data(output: Output) -> CallToolResult {
    let mut result = CallToolResult::structured(output.data);
    result.content = vec![ContentBlock::text(output.words)];
    result
}

fn mistaken(mistake: Mistake) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(mistake.words)])
}
